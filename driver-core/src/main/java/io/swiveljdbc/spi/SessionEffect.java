package io.swiveljdbc.spi;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a statement that succeeded changed in its session, as far as its text tells. */
public sealed interface SessionEffect {

  /** Tells what it is. */
  void tell(Receiver receiver);

  /** Whoever keeps the state of a session. */
  interface Receiver {

    /** A setting has another value. */
    void assigned(Setting setting);

    /**
     * The same by a function call.
     *
     * @param local whether the change ends with the transaction
     */
    void assignedByCall(Argument name, Argument value, Argument local);

    /** Settings have values that the text does not tell: the server has to be asked. */
    void computed(List<String> names);

    /** A setting has the value of a parameter. */
    void given(String name, Argument value);

    /** The session is in another database: what {@link java.sql.Connection#setCatalog} does. */
    void entered(String database);

    /** A setting has the value that a new session has. */
    void reset(String name, Setting.Covers covers);

    /** So have all, but for some. */
    void resetAll(Set<String> others);

    /** Something is there that cannot be had again elsewhere. */
    void pinned(Pin.Kind kind, List<Argument> name);

    /** It is gone; without a name, all of its kind are. */
    void unpinned(Pin.Kind kind, List<Argument> name);

    /** A savepoint is there. */
    void saved(String savepoint);

    /** A savepoint is no more, nor are those after it; what came after them stays. */
    void released(String savepoint);

    /** All that came after a savepoint is undone. */
    void rolledBackTo(String savepoint);
  }

  /**
   * An argument of a call: written in the text, or given as a parameter.
   *
   * @param literal what is written, null for a parameter
   * @param parameter its number, counted from 1
   */
  record Argument(@Nullable String literal, int parameter) {

    /** One that is written. */
    public static Argument of(String literal) {
      return new Argument(literal, 0);
    }

    /** One that is given. */
    public static Argument ofParameter(int parameter) {
      return new Argument(null, parameter);
    }
  }

  /** See {@link Receiver#assigned}. */
  record Assigns(Setting setting) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.assigned(setting);
    }
  }

  /** See {@link Receiver#assignedByCall}. */
  record AssignsByCall(Argument name, Argument value, Argument local) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.assignedByCall(name, value, local);
    }
  }

  /** See {@link Receiver#computed}. */
  record Computes(List<String> names) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.computed(names);
    }
  }

  /** See {@link Receiver#given}. */
  record Gives(String name, Argument value) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.given(name, value);
    }
  }

  /** See {@link Receiver#entered}. */
  record Enters(String database) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.entered(database);
    }
  }

  /** See {@link Receiver#reset}. */
  record Resets(String name, Setting.Covers covers) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.reset(name, covers);
    }
  }

  /** See {@link Receiver#resetAll}. */
  record ResetsAll(Set<String> others) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.resetAll(others);
    }
  }

  /** See {@link Receiver#pinned}. */
  record Pins(Pin.Kind kind, List<Argument> name) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.pinned(kind, name);
    }
  }

  /** See {@link Receiver#unpinned}. */
  record Unpins(Pin.Kind kind, List<Argument> name) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.unpinned(kind, name);
    }
  }

  /** See {@link Receiver#saved}. */
  record Saves(String savepoint) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.saved(savepoint);
    }
  }

  /** See {@link Receiver#released}. */
  record Releases(String savepoint) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.released(savepoint);
    }
  }

  /** See {@link Receiver#rolledBackTo}. */
  record RollsBackTo(String savepoint) implements SessionEffect {
    @Override
    public void tell(Receiver receiver) {
      receiver.rolledBackTo(savepoint);
    }
  }
}
