// OpenBLAS starts a thread for every processor before `main` runs, and each of them spins for a
// while. The engine asks it for one thread and splits the work itself; here that is said in time.
#include <stdlib.h>

__attribute__((constructor(101))) static void use_one_thread(void) {
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
}
