// What Swift cannot see of ncurses by itself: the wide functions, and macros as functions.
#pragma once
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
#include <wchar.h>

static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline WINDOW *nc_curscr(void) { return curscr; }
static inline TERMINAL *nc_current_terminal(void) { return cur_term; }
static inline void nc_set_escdelay(int milliseconds) { ESCDELAY = milliseconds; }
static inline int nc_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t nc_bold(void) { return A_BOLD; }
static inline attr_t nc_dim(void) { return A_DIM; }
static inline attr_t nc_italic(void) { return A_ITALIC; }
static inline attr_t nc_underline(void) { return A_UNDERLINE; }
static inline attr_t nc_reverse(void) { return A_REVERSE; }

/// One cell of text with attributes and a colour pair beyond the 16 bits of the old interface.
static inline int nc_put(int y, int x, const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
  return mvwadd_wch(stdscr, y, x, &cell);
}

/// The number of columns that the terminal library gives a character, -1 for unprintable ones.
static inline int nc_width(wchar_t character) { return wcwidth(character); }
