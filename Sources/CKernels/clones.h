#ifndef ASSIZE_CLONES_H
#define ASSIZE_CLONES_H
// One body, three instruction sets, chosen when the program is loaded. The thread sanitizer crashes on that choice.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define ASSIZE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ASSIZE_CLONES
#endif
#endif
