package io.swiveljdbc.session;

import io.swiveljdbc.spi.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What keeps a logical connection on a physical one, and what does not, and yet must not be found
 * there by another. An immutable value.
 */
final class Pins {

  static final Pins NONE = new Pins(List.of(), false);

  /** Who tries for a lock again and again, in vain, shall not fill the memory with it. */
  private static final int MOST_LOCKS = 8;

  /** A value that is reset need not be known. */
  private static final Set<Pin.Kind> HARMLESS = Set.of(Pin.Kind.UNWRAPPED, Pin.Kind.UNTOLD_VALUE);

  private final List<Pin> pins;
  private final boolean needed;

  /**
   * What was set for the next transaction may still be there: nobody knows whether that has run.
   */
  private final boolean leftOver;

  private Pins(List<Pin> pins, boolean leftOver) {
    this.pins = pins;
    this.leftOver = leftOver;
    this.needed = pins.stream().anyMatch(pin -> pin.kind().isNeeded());
  }

  boolean isEmpty() {
    return pins.isEmpty();
  }

  /** Whether transactions must run where these are, and their loss must be told. */
  boolean areNeeded() {
    return needed;
  }

  /** Whether what is there does no harm to another logical connection. */
  boolean allowOthers() {
    return !leftOver
        && (pins.isEmpty() || pins.stream().allMatch(pin -> HARMLESS.contains(pin.kind())));
  }

  /** A lock that is taken twice is released twice; everything else is there once. */
  Pins with(Pin pin) {
    long same = pins.stream().filter(pin::equals).count();
    boolean counts = pin.kind() == Pin.Kind.ADVISORY_LOCK && !pin.name().equals(Pin.SEVERAL);
    if (same >= (counts ? MOST_LOCKS : 1)) {
      return counts ? with(new Pin(pin.kind(), Pin.SEVERAL)) : this;
    }
    List<Pin> more = new ArrayList<>(pins);
    more.add(pin);
    return of(more);
  }

  Pins without(Pin pin) {
    List<Pin> fewer = new ArrayList<>(pins);
    // One whose name the text did not tell may be this one.
    return fewer.remove(pin) || fewer.remove(new Pin(pin.kind(), "")) ? of(fewer) : this;
  }

  Pins without(Pin.Kind kind) {
    return of(others(kind));
  }

  private List<Pin> others(Pin.Kind kind) {
    return pins.stream().filter(pin -> pin.kind() != kind).toList();
  }

  /** A transaction has run here to its end. */
  Pins passed() {
    return pins.isEmpty() && !leftOver ? this : of(others(Pin.Kind.NEXT_TRANSACTION), false);
  }

  /** One seems to have done so. */
  Pins passedInDoubt() {
    List<Pin> left = others(Pin.Kind.NEXT_TRANSACTION);
    return left.size() == pins.size() ? this : of(left, true);
  }

  /** What is left of these after a rollback to where there were the others. */
  Pins rolledBackTo(Pins before) {
    Stream<Pin> undone = before.pins.stream().filter(pin -> pin.kind().isUndone());
    return of(Stream.concat(undone, pins.stream().filter(pin -> !pin.kind().isUndone())).toList());
  }

  private Pins of(List<Pin> others) {
    return of(others, leftOver);
  }

  private static Pins of(List<Pin> pins, boolean leftOver) {
    return pins.isEmpty() && !leftOver ? NONE : new Pins(List.copyOf(pins), leftOver);
  }

  /** One line for each. */
  List<String> reasons() {
    return pins.stream().map(Pin::toString).toList();
  }

  @Override
  public String toString() {
    return pins.stream().map(Pin::toString).collect(Collectors.joining(", "));
  }
}
