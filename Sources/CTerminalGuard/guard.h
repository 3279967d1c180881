#pragma once

/// Gives the terminal back from inside a signal handler; does nothing when it was not taken.
void terminal_guard_restore(void);
