#ifndef ASSIZE_CKERNELS_H
#define ASSIZE_CKERNELS_H
#include "category_table.h"
#include "conjunctions.h"
#include "csv_decode.h"
#include "csv_index.h"
#include "decimal.h"
#include "joint_table.h"
#include "neighbours.h"
#endif
