// The two jobs of the terminal that only async-signal-safe C can do: to turn signals into bytes
// on a pipe, and to give the terminal back when the program dies.
#pragma once
#include <stddef.h>
#include <termios.h>

/// Catches SIGWINCH, SIGCONT, SIGTSTP and the signals that end a program (INT, TERM, HUP, QUIT);
/// those which the parent had us ignore stay ignored. Each one wakes the returned descriptor.
/// An ending signal that comes two seconds after the first one ends the program at once.
/// Returns -1 with errno set when there are no descriptors left.
int terminal_signals_open(void);

/// Empties the pipe that `terminal_signals_open` returned.
void terminal_signals_drain(void);

/// Whether the signal came since the last call.
int terminal_signals_take(int signal);

/// Gives the signals their former actions back.
void terminal_signals_close(void);

/// Stops the process group as ^Z would, and returns when the program is continued.
void terminal_signals_stop(void);

/// Ends the program by the signal itself, so that the parent sees 128 + signal.
_Noreturn void terminal_signals_die(int signal);

/// From now on a fatal signal writes `reset` to `tty`, sets `modes`, and only then takes its
/// course. Until `terminal_guard_disarm`, what is written to a standard error that is a terminal
/// waits in memory; it is written out afterwards, also after a crash.
void terminal_guard_arm(int tty, const struct termios *modes, const char *reset, size_t length);

/// Ends what `terminal_guard_arm` began.
void terminal_guard_disarm(void);

/// A file without a name, kept in memory; -1 where the system has none.
int terminal_memory(void);
