package io.swiveljdbc.examples.failover;

import java.util.Locale;

/** What a client does, again and again. */
enum Operation {
  WRITE,
  READ;

  String plural() {
    return name().toLowerCase(Locale.ROOT) + "s";
  }
}
