#ifndef ASSIZE_CKERNELS_H
#define ASSIZE_CKERNELS_H
#include "activations.h"
#include "attention.h"
#include "category_table.h"
#include "conjunctions.h"
#include "csv_decode.h"
#include "csv_index.h"
#include "decimal.h"
#include "dropout.h"
#include "joint_table.h"
#include "layer_norm.h"
#include "neighbours.h"
#include "optimizers.h"
#include "packed_product.h"
#include "processor.h"
#include "softmax.h"
#endif
