#pragma once

#include <stddef.h>

typedef enum {
  CK_GEMM_WORKSPACE, CK_CONVOLUTION_WORKSPACE, CK_WEIGHTS_WORKSPACE, CK_ATTENTION_WORKSPACE,
  CK_POOLING_WORKSPACE,
  CK_WORKSPACES
} ck_workspace_use;

/// At least `bytes` bytes that this thread keeps for one use until it ends: what was in them is
/// lost with the next call for that use. Aligned to 64 bytes; null where there is no memory.
void *ck_workspace(ck_workspace_use use, size_t bytes);
