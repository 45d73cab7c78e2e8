package io.swiveljdbc.session;

import org.jspecify.annotations.Nullable;

/**
 * The schema of a session: the one that the application chose, or the server's default. The two are
 * kept apart, since a default may be a path of several, of which the driver tells the first alone.
 *
 * @param chosen null for the default
 * @param byDefault the name of the default, empty when there is none
 */
record SessionSchema(@Nullable String chosen, String byDefault) {

  /** That of a new session. */
  static SessionSchema byDefault(@Nullable String name) {
    return new SessionSchema(null, name == null ? "" : name);
  }

  /** To choose the default by its name is to go back to it, as pools do. */
  SessionSchema choose(@Nullable String name) {
    return new SessionSchema(byDefault.equals(name) ? null : name, byDefault);
  }

  /** As in {@link java.sql.Connection#getSchema}. */
  @Nullable String name() {
    String name = chosen == null ? byDefault : chosen;
    return name.isEmpty() ? null : name;
  }
}
