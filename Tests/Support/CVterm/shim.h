// What Swift cannot see of libvterm by itself: bit fields, a union, and callbacks.
#pragma once
#include <stdbool.h>
#include <vterm.h>

/// What the terminal was told of itself.
typedef struct {
  bool cursor_visible;
  bool alternate_screen;
  int mouse;
} vt_properties;

static inline int vt_set_property(VTermProp property, VTermValue *value, void *user) {
  vt_properties *properties = user;
  if (property == VTERM_PROP_CURSORVISIBLE) properties->cursor_visible = value->boolean;
  if (property == VTERM_PROP_ALTSCREEN) properties->alternate_screen = value->boolean;
  if (property == VTERM_PROP_MOUSE) properties->mouse = value->number;
  return 1;
}

static const VTermScreenCallbacks vt_callbacks = {.settermprop = vt_set_property};

/// A screen with an alternate one, which keeps `properties` up to date.
static inline VTermScreen *vt_open_screen(VTerm *terminal, vt_properties *properties) {
  VTermScreen *screen = vterm_obtain_screen(terminal);
  properties->cursor_visible = true;
  vterm_screen_set_callbacks(screen, &vt_callbacks, properties);
  vterm_screen_enable_altscreen(screen, 1);
  vterm_screen_reset(screen, 1);
  return screen;
}

/// A colour: -1 for the terminal's own, 0…255 for a place in the table, 0x1RRGGBB for a value.
static inline int vt_color(VTermColor color) {
  if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color)) return -1;
  if (VTERM_COLOR_IS_INDEXED(&color)) return color.indexed.idx;
  return 0x1000000 | color.rgb.red << 16 | color.rgb.green << 8 | color.rgb.blue;
}

static inline bool vt_bold(VTermScreenCell cell) { return cell.attrs.bold; }
static inline bool vt_underline(VTermScreenCell cell) { return cell.attrs.underline != 0; }
static inline bool vt_italic(VTermScreenCell cell) { return cell.attrs.italic; }
static inline bool vt_reverse(VTermScreenCell cell) { return cell.attrs.reverse; }
