package io.swiveljdbc.session;

import io.swiveljdbc.spi.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What keeps a logical connection on a physical one. An immutable value. */
final class Pins {

  static final Pins NONE = new Pins(List.of());

  /** Who tries for a lock again and again, in vain, shall not fill the memory with it. */
  private static final int MOST_LOCKS = 8;

  /** A value that is reset need not be known. */
  private static final Set<Pin.Kind> HARMLESS = Set.of(Pin.Kind.UNWRAPPED, Pin.Kind.UNTOLD_VALUE);

  private final List<Pin> pins;
  private final boolean needed;

  private Pins(List<Pin> pins) {
    this.pins = pins;
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
    return pins.isEmpty() || pins.stream().allMatch(pin -> HARMLESS.contains(pin.kind()));
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
    return new Pins(List.copyOf(more));
  }

  Pins without(Pin pin) {
    List<Pin> fewer = new ArrayList<>(pins);
    // One whose name the text did not tell may be this one.
    return fewer.remove(pin) || fewer.remove(new Pin(pin.kind(), "")) ? of(fewer) : this;
  }

  Pins without(Pin.Kind kind) {
    return where(pin -> pin.kind() != kind);
  }

  /** What is left of these after a rollback to where there were the others. */
  Pins rolledBackTo(Pins before) {
    List<Pin> left = new ArrayList<>(before.where(pin -> pin.kind().isUndone()).pins);
    left.addAll(where(pin -> !pin.kind().isUndone()).pins);
    return of(left);
  }

  private Pins where(Predicate<Pin> kept) {
    return of(pins.stream().filter(kept).toList());
  }

  private static Pins of(List<Pin> pins) {
    return pins.isEmpty() ? NONE : new Pins(List.copyOf(pins));
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
