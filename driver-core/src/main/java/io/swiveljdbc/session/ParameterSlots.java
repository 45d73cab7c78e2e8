package io.swiveljdbc.session;

import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record of parameters: a slot for each index, which says by which setter it was set and to what.
 * The generated {@link Parameters} has the setters. Arrays side by side, so that setting a
 * primitive allocates nothing once they are long enough. Mutable values are captured when set,
 * streams can be replayed once; see {@link ParameterValue}. For one thread at a time.
 *
 * <p>A record knows no SQL: an index beyond the last parameter of the statement is refused by the
 * target when it is applied. One that no statement can have is refused when it is set.
 */
abstract class ParameterSlots implements SessionChanges.Values {

  /** More than any database takes; keeps an absurd index from becoming an absurd array. */
  static final int MAX_INDEX = 1 << 20;

  /** What these set is a literal as good as the value. */
  private static final Set<String> PLAIN =
      Set.of("setString", "setByte", "setShort", "setInt", "setLong", "setBigDecimal");

  private static final int INITIAL_SLOTS = 4;
  private static final int SMALL = 32;

  private byte[] setters;
  private long[] bits;
  private @Nullable Object @Nullable [] values;
  private @Nullable Object @Nullable [] extras;
  private int size;

  ParameterSlots() {
    setters = new byte[INITIAL_SLOTS];
    bits = new long[INITIAL_SLOTS];
  }

  ParameterSlots(ParameterSlots other) {
    size = other.size;
    setters = Arrays.copyOf(other.setters, size);
    bits = Arrays.copyOf(other.bits, size);
    values = resized(other.values, size);
    extras = resized(other.extras, size);
  }

  final boolean isEmpty() {
    return size == 0;
  }

  /** Whether it is not worth while to let it go. */
  final boolean isSmall() {
    return setters.length <= SMALL;
  }

  final void clear() {
    Arrays.fill(setters, 0, size, (byte) 0);
    fillWithNull(values);
    fillWithNull(extras);
    size = 0;
  }

  /** Sets everything again on a target, in the order of the indexes. */
  final void applyTo(PreparedStatement target) throws SQLException {
    for (int i = 0; i < size; i++) {
      if (setters[i] != 0) {
        replay(setters[i], target, i + 1);
      }
    }
  }

  /** Sets everything again that can be had again: no stream. */
  final void restoreTo(PreparedStatement target) throws SQLException {
    for (int i = 0; i < size; i++) {
      if (setters[i] != 0 && (values == null || !ParameterValue.isStream(values[i]))) {
        replay(setters[i], target, i + 1);
      }
    }
  }

  /** Whether whatever is set in the other record is set in this one. */
  final boolean cover(ParameterSlots other) {
    for (int i = 0; i < other.size; i++) {
      if (other.setters[i] != 0 && (i >= size || setters[i] == 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a value that can be had only once. */
  final boolean haveStreams() {
    for (int i = 0; values != null && i < size; i++) {
      if (ParameterValue.isStream(values[i])) {
        return true;
      }
    }
    return false;
  }

  /** Makes a copy a record of its own: nobody has read its streams yet. */
  final void ownStreams() {
    for (int i = 0; values != null && i < size; i++) {
      values[i] = ParameterValue.again(values[i]);
    }
  }

  /** The target has what was set last at this index: a stream counts as read. */
  final void passedOn(int index) {
    if (values != null) {
      ParameterValue.passedOn(values[index - 1]);
    }
  }

  /** Calls the setter of this number with what was put at the index. */
  abstract void replay(int setter, PreparedStatement target, int index) throws SQLException;

  final void put(
      int index, int setter, long primitive, @Nullable Object value, @Nullable Object extra)
      throws SQLException {
    if (index < 1 || index > MAX_INDEX) {
      throw new SQLException("no statement has a parameter %d".formatted(index), "07009");
    }
    if (index > setters.length) {
      resize(Math.max(index, 2 * setters.length));
    }
    int slot = index - 1;
    setters[slot] = (byte) setter;
    bits[slot] = primitive;
    values = put(values, slot, value);
    extras = put(extras, slot, extra);
    size = Math.max(size, index);
  }

  final long bits(int index) {
    return bits[index - 1];
  }

  final @Nullable Object value(int index) throws SQLException {
    return values == null ? null : ParameterValue.replay(values[index - 1], index);
  }

  final @Nullable Object extra(int index) throws SQLException {
    return extras == null ? null : ParameterValue.replay(extras[index - 1], index);
  }

  @Override
  public final @Nullable String text(int index) {
    if (index > size || setters[index - 1] == 0) {
      return null;
    }
    @Nullable Object value = values == null ? null : values[index - 1];
    if (ParameterValue.isStream(value)) {
      return null;
    }
    return value == null ? primitiveText(index) : value.toString();
  }

  @Override
  public final @Nullable Object given(int index) {
    if (index < 1 || index > size || setters[index - 1] == 0 || haveStreams()) {
      return null;
    }
    @Nullable Object[] set = new Object[1];
    heard(index, (method, value) -> set[0] = PLAIN.contains(method) ? value : null);
    return set[0];
  }

  /** What the setter of a primitive would set; nothing, where that is setNull. */
  private @Nullable String primitiveText(int index) {
    @Nullable Object[] set = new Object[1];
    heard(index, (method, value) -> set[0] = method.equals("setNull") ? null : value);
    return set[0] == null ? null : set[0].toString();
  }

  private interface Listener {
    void called(String setter, @Nullable Object value);
  }

  /** Calls the setter of an index on a listener. */
  private void heard(int index, Listener listener) {
    PreparedStatement target =
        (PreparedStatement)
            Proxy.newProxyInstance(
                ParameterSlots.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                  listener.called(method.getName(), arguments[1]);
                  return null;
                });
    try {
      replay(setters[index - 1], target, index);
    } catch (SQLException e) {
      listener.called("setNull", null);
    }
  }

  /** Two ints in one long. */
  static long pack(int high, int low) {
    return ((long) high << 32) | (low & 0xFFFF_FFFFL);
  }

  private @Nullable Object @Nullable [] put(
      @Nullable Object @Nullable [] objects, int slot, @Nullable Object value) {
    if (objects == null && value == null) {
      return null;
    }
    @Nullable Object[] into = objects == null ? new Object[setters.length] : objects;
    into[slot] = ParameterValue.capture(value, false);
    return into;
  }

  private void resize(int length) {
    setters = Arrays.copyOf(setters, length);
    bits = Arrays.copyOf(bits, length);
    values = resized(values, length);
    extras = resized(extras, length);
  }

  private void fillWithNull(@Nullable Object @Nullable [] objects) {
    if (objects != null) {
      Arrays.fill(objects, 0, size, null);
    }
  }

  private static @Nullable Object @Nullable [] resized(
      @Nullable Object @Nullable [] objects, int length) {
    return objects == null ? null : Arrays.copyOf(objects, length);
  }
}
