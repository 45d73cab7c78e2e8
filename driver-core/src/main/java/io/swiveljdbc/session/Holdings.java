package io.swiveljdbc.session;

import io.swiveljdbc.spi.Pin;
import org.jspecify.annotations.Nullable;

/** What the application holds of a session, so that it must not be moved, or not be ended. */
final class Holdings {

  private final Transaction transaction;
  private final Binding binding;
  private final Ownership ownership;

  Holdings(Transaction transaction, Binding binding, Ownership ownership) {
    this.transaction = transaction;
    this.binding = binding;
    this.ownership = ownership;
  }

  /** Keeps the physical connection that was used last where it is. */
  void pin(Pin.Kind kind) {
    PhysicalConnection last = transaction.current();
    if (last != null) {
      last.pins(last.pins().with(new Pin(kind, "")));
    }
  }

  void unpin(Pin.Kind kind) {
    binding.unpin(kind);
  }

  /** The application has got something of the target driver's, which does not know of us. */
  void unwrapped(@Nullable PhysicalConnection at) {
    if (at != null) {
      at.handOut();
    }
    ownership.end();
  }
}
