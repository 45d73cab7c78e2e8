package io.swiveljdbc.benchmarks.memory;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The generated record of parameters, which this driver has no use for. */
abstract class ParameterSlots {

  ParameterSlots() {}

  @SuppressWarnings("unused") // the generated copy constructor calls it
  ParameterSlots(ParameterSlots other) {}

  abstract void replay(int setter, PreparedStatement target, int index) throws SQLException;

  final void clear() {}

  final void passedOn(int index) {}

  final void put(
      int index, int setter, long primitive, @Nullable Object value, @Nullable Object extra) {}

  final long bits(int index) {
    return 0;
  }

  final @Nullable Object value(int index) {
    return null;
  }

  final @Nullable Object extra(int index) {
    return null;
  }

  static long pack(int high, int low) {
    return ((long) high << 32) | (low & 0xFFFF_FFFFL);
  }
}
