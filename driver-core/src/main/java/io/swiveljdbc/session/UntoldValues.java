package io.swiveljdbc.session;

import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.Setting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings to which SQL text has given values that it does not tell. To ask the server at once
 * would put a question of ours between a statement and what the application asks about it: how many
 * rows it found, its warnings. So it is asked when a transaction is to run elsewhere, and after one
 * that the application has ended. Until then they pin, and are lost with their session.
 */
final class UntoldValues {

  private final Engine engine;
  private final SessionState state;
  private @Nullable PhysicalConnection at;
  private final Set<String> names = new LinkedHashSet<>(0);

  UntoldValues(Engine engine, SessionState state) {
    this.engine = engine;
    this.state = state;
  }

  /** A text has set these there. */
  void add(List<String> computed, PhysicalConnection where) {
    if (at != where) {
      leaveBehind();
      forget();
      at = where;
    }
    for (String name : computed) {
      Setting untold = engine.untold(name);
      state.assign(untold, where);
      where.pins(where.pins().with(new Pin(Pin.Kind.UNTOLD_VALUE, name)));
      names.add(name);
    }
    if (names.stream().anyMatch(name -> engine.untold(name).covers() != Setting.Covers.NOTHING)) {
      learn(); // JDBC can be asked for it
    }
  }

  /** One of them has a value that its text tells. */
  void told(String name, PhysicalConnection where) {
    if (names.remove(name)) {
      where.pins(where.pins().without(new Pin(Pin.Kind.UNTOLD_VALUE, name)));
    }
  }

  /**
   * A transaction begins: asks where they are, if it does not run there.
   *
   * @throws SQLException why a reader's session cannot be asked, without which they would be
   *     missing on the writer; what cannot be had from a writer keeps all transactions there
   */
  void learnBefore(Intent intent) throws SQLException {
    PhysicalConnection there = at;
    if (there == null || there.sealed() == (intent == Intent.READ_ONLY)) {
      return;
    }
    try {
      askAll();
    } catch (SQLException e) {
      if (engine.classify(e).lost()) {
        there.abort(); // so that the loss of what it had is told
      }
      if (there.sealed() && !there.dead()) {
        throw e;
      }
    }
  }

  /** Asks for all; they stay what they are where the server cannot be asked. */
  void learn() {
    try {
      askAll();
    } catch (SQLException e) {
      return; // a loss is told by what is executed next
    }
  }

  private void askAll() throws SQLException {
    PhysicalConnection there = at;
    if (there == null || names.isEmpty() || there.dead()) {
      return;
    }
    List<String> all = new ArrayList<>(names);
    for (Setting setting : there.ask(connection -> engine.settings(connection, all))) {
      state.assign(setting, there);
      told(setting.name(), there);
    }
  }

  /** They are still in a session that we have, and nobody is to find them there. */
  private void leaveBehind() {
    PhysicalConnection there = at;
    if (there != null && !names.isEmpty() && !there.dead() && !there.isWithOthers()) {
      Pin left = new Pin(Pin.Kind.HALF_DONE, String.join(", ", names));
      there.pins(there.pins().without(Pin.Kind.UNTOLD_VALUE).with(left));
    }
  }

  /** Their session is gone, or not theirs any more. */
  void forget() {
    if (at != null) {
      names.forEach(state::dropSql);
      names.clear();
      at = null;
    }
  }

  /** The same if it is gone. */
  void forgetLost() {
    if (at != null && at.dead()) {
      forget();
    }
  }
}
