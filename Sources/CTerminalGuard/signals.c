#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "CTerminalGuard.h"
#include "guard.h"

static const int caught[] = {SIGTSTP, SIGWINCH, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { stop = 0, count = sizeof caught / sizeof *caught };

static struct sigaction former[count];
static volatile sig_atomic_t pending[NSIG];
static int wake[2] = {-1, -1};
static volatile time_t first_ending;

static int ends_the_program(int signal) {
  return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

/// Whether the program was asked to end two seconds ago and still runs.
static int patience_is_over(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (first_ending == 0) first_ending = now.tv_sec;
  return now.tv_sec - first_ending >= 2;
}

static void on_signal(int number) {
  int saved = errno;
  if (ends_the_program(number) && patience_is_over()) {
    terminal_guard_restore();
    signal(number, SIG_DFL);
    raise(number);
  }
  pending[number] = 1;
  ssize_t ignored = write(wake[1], "", 1);
  (void)ignored;
  errno = saved;
}

static void catch_signal(int index) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(caught[index], &action, &former[index]);
  if (former[index].sa_handler == SIG_IGN && caught[index] != SIGWINCH && caught[index] != SIGCONT)
    sigaction(caught[index], &former[index], NULL);
}

int terminal_signals_open(void) {
  if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  first_ending = 0;
  for (int i = 0; i < count; i++) {
    pending[caught[i]] = 0;
    catch_signal(i);
  }
  return wake[0];
}

void terminal_signals_drain(void) {
  char bytes[256];
  while (read(wake[0], bytes, sizeof bytes) > 0) {}
}

int terminal_signals_take(int number) {
  int was = pending[number];
  pending[number] = 0;
  return was;
}

void terminal_signals_close(void) {
  for (int i = 0; i < count; i++) sigaction(caught[i], &former[i], NULL);
  close(wake[0]);
  close(wake[1]);
  wake[0] = wake[1] = -1;
}

void terminal_signals_stop(void) {
  struct sigaction ours;
  sigaction(SIGTSTP, &former[stop], &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}

void terminal_signals_die(int number) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigemptyset(&standard.sa_mask);
  sigaction(number, &standard, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
  _exit(128 + number);
}
