package io.swiveljdbc.session;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the value of a parameter as it was when it was set, since the application may change the
 * object afterwards. Arrays (one level), dates and calendars are copied. A stream cannot be: it is
 * given out once, and asking again is an error rather than an empty value.
 */
final class ParameterValue {

  private ParameterValue() {}

  /**
   * What to keep of a value.
   *
   * @param passedOn whether the driver has the value already, so that a stream counts as read
   */
  @SuppressWarnings("JavaUtilDate") // these are JDBC's own types
  static @Nullable Object capture(@Nullable Object value, boolean passedOn) {
    if (value == null || value instanceof String || value instanceof Number) {
      return value;
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof Date date) {
      return date.clone();
    }
    if (value instanceof Calendar calendar) {
      return calendar.clone();
    }
    if (value instanceof InputStream || value instanceof Reader) {
      return new Stream(value, passedOn);
    }
    return value.getClass().isArray() ? copyOfArray(value) : value;
  }

  /** The value to set again, of what was kept. */
  static @Nullable Object replay(@Nullable Object kept, Object parameter) throws SQLException {
    return kept instanceof Stream stream ? stream.take(parameter) : kept;
  }

  /** The driver has been given the value: a stream counts as read from now on. */
  static void passedOn(@Nullable Object kept) {
    if (kept instanceof Stream stream) {
      stream.taken = true;
    }
  }

  static boolean isStream(@Nullable Object kept) {
    return kept instanceof Stream;
  }

  /** The same value to be given out once more, before the driver reads it. */
  static @Nullable Object again(@Nullable Object kept) {
    return kept instanceof Stream stream ? new Stream(stream.source, false) : kept;
  }

  private static Object copyOfArray(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  /** Shared by all copies of a record: reading through one of them reads it for all. */
  private static final class Stream {
    private final Object source;
    private boolean taken;

    Stream(Object source, boolean taken) {
      this.source = source;
      this.taken = taken;
    }

    Object take(Object parameter) throws SQLException {
      if (taken) {
        throw new SQLException(
            "parameter %s was set from a stream that has been read already; set it again"
                .formatted(parameter),
            "HY000");
      }
      taken = true;
      return source;
    }
  }
}
