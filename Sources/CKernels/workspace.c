#include "workspace.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct {
  void *place;
  size_t bytes;
} workspace;

static _Thread_local workspace workspaces[CK_WORKSPACES];
static pthread_key_t at_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *spaces) {
  for (int use = 0; use < CK_WORKSPACES; use++) {
    free(((workspace *)spaces)[use].place);
    ((workspace *)spaces)[use] = (workspace){0};
  }
}

static void make_key(void) { pthread_key_create(&at_thread_end, release); }

void *ck_workspace(ck_workspace_use use, size_t bytes) {
  workspace *space = &workspaces[use];
  if (bytes <= space->bytes) return space->place;
  pthread_once(&once, make_key);
  pthread_setspecific(at_thread_end, workspaces);
  free(space->place);
  *space = (workspace){0};
  const size_t rounded = (bytes + 4095) / 4096 * 4096;
  if (posix_memalign(&space->place, 64, rounded) != 0) space->place = NULL;
  else space->bytes = rounded;
  return space->place;
}
