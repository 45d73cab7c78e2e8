package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The connections of a session, when it lets them go. */
class SlotsTest {

  /** A connection that says whether it was let go. */
  private static final class Held extends PhysicalConnection {
    private final boolean sealed;
    private final boolean fails;
    private boolean left;

    Held(boolean sealed, boolean fails) {
      super(null);
      this.sealed = sealed;
      this.fails = fails;
    }

    @Override
    boolean sealed() {
      return sealed;
    }

    @Override
    boolean leave(SoleUse use) {
      left = true;
      if (fails) {
        throw new IllegalStateException("a driver that cannot");
      }
      return true;
    }

    @Override
    void abort() {}

    @Override
    void close() {}
  }

  @Test
  void letTheWriterGoAlsoWhereTheReaderFails() {
    Slots slots = new Slots();
    slots.keep(new Held(true, true));
    Held writer = new Held(false, false);
    slots.keep(writer);

    assertThatThrownBy(() -> slots.leave(new SoleUse())).hasMessage("a driver that cannot");

    assertThat(writer.left).isTrue();
    assertThat(slots.held()).isEmpty();
  }
}
