#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CTerminalGuard.h"

static const int fatal[] = {SIGILL, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGTRAP};
enum { count = sizeof fatal / sizeof *fatal, replay_limit = 1 << 16 };

static volatile sig_atomic_t armed;
static int terminal = -1;
static struct termios shell_modes;
static char reset_string[1024];
static size_t reset_length;

static int real_stderr = -1;
static int parked = -1;

static struct sigaction former[count];
static char alternate_stack[1 << 16] __attribute__((aligned(16)));
static stack_t former_stack;

static void write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

int terminal_memory(void) { return memfd_create("terminal", MFD_CLOEXEC); }

static void park_stderr(void) {
  if (!isatty(STDERR_FILENO)) return;
  parked = terminal_memory();
  if (parked < 0) return;
  real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  dup2(parked, STDERR_FILENO);
}

/// Writes out the last part of what went to standard error meanwhile.
static void replay_stderr(void) {
  if (parked < 0) return;
  dup2(real_stderr, STDERR_FILENO);
  off_t end = lseek(parked, 0, SEEK_END);
  lseek(parked, end > replay_limit ? end - replay_limit : 0, SEEK_SET);
  char bytes[4096];
  ssize_t length;
  while ((length = read(parked, bytes, sizeof bytes)) > 0)
    write_all(STDERR_FILENO, bytes, (size_t)length);
  close(parked);
  close(real_stderr);
  parked = real_stderr = -1;
}

void terminal_guard_restore(void) {
  if (!armed) return;
  armed = 0;
  // Setting the modes from a background group stops the program unless SIGTTOU is ignored.
  signal(SIGTTOU, SIG_IGN);
  write_all(terminal, reset_string, reset_length);
  tcsetattr(terminal, TCSANOW, &shell_modes);
  replay_stderr();
}

static void on_fatal(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  terminal_guard_restore();
  for (int i = 0; i < count; i++)
    if (fatal[i] == number) sigaction(number, &former[i], NULL);
  // A fault comes again when the handler returns; a signal that was sent does not.
  if (info->si_code <= 0) raise(number);
  errno = saved;
}

static void on_exit_while_armed(void) { terminal_guard_restore(); }

void terminal_guard_arm(int tty, const struct termios *modes, const char *reset, size_t length) {
  static int registered;
  if (!registered) registered = atexit(on_exit_while_armed) == 0;

  terminal = tty;
  shell_modes = *modes;
  reset_length = length < sizeof reset_string ? length : sizeof reset_string;
  memcpy(reset_string, reset, reset_length);
  park_stderr();

  stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
  sigaltstack(&stack, &former_stack);
  for (int i = 0; i < count; i++) {
    struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(fatal[i], &action, &former[i]);
  }
  armed = 1;
}

void terminal_guard_disarm(void) {
  if (!armed) return;
  armed = 0;
  for (int i = 0; i < count; i++) sigaction(fatal[i], &former[i], NULL);
  sigaltstack(&former_stack, NULL);
  replay_stderr();
}
