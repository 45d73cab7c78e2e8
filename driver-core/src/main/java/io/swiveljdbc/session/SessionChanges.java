package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.sql.SqlText;
import io.swiveljdbc.sql.TransactionEnd;
import io.swiveljdbc.sql.Unsealing;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over into a session's state what one execution changed on its physical connection. */
final class SessionChanges implements SessionEffect.Receiver {

  /** What a statement has that takes no parameters. */
  static final Values NONE =
      new Values() {
        @Override
        public @Nullable String text(int parameter) {
          return null;
        }
      };

  /** The parameters with which it was executed. */
  interface Values {
    /** The text of a parameter, null where there is none to be had: NULL, or a stream. */
    @Nullable String text(int parameter);

    /** The value itself, where it was given by a setter of a plain type; null for all else. */
    default @Nullable Object given(int parameter) {
      return null;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SessionChanges.class);

  private static final Set<String> TRUE = Set.of("true", "t", "1", "on", "yes", "y");

  private final Engine engine;
  private final SessionState state;
  private final PhysicalConnection at;
  private final Values values;

  SessionChanges(Engine engine, SessionState state, PhysicalConnection at, Values values) {
    this.engine = engine;
    this.state = state;
    this.at = at;
    this.values = values;
  }

  /** Takes over what a text has changed that was executed. */
  void take(SqlReading reading) throws SQLException {
    boolean open = engine.inTransaction(at.driverConnection());
    if (reading.unsealing() != Unsealing.NONE) {
      at.unseal();
    }
    for (SqlReading.Step step : reading.steps()) {
      if (step.end() != TransactionEnd.NONE) {
        state.ended(step.end() == TransactionEnd.COMMIT);
        state.passed(at);
      }
      if (!step.effects().isEmpty()) {
        state.begun(at);
        step.effects().forEach(effect -> effect.tell(this));
      }
    }
    if (!open) {
      state.ended(true);
      if (!reading.setsSomething() && mayHaveBeenTransaction(reading.text())) {
        at.pins(at.pins().passedInDoubt());
      }
    }
  }

  private boolean mayHaveBeenTransaction(SqlText text) {
    return !text.isUnderstood()
        || text.statements().stream().anyMatch(engine.dialect()::mayBeTransaction);
  }

  /** Takes over what may be there after a text has failed: what no rollback takes away. */
  void takeWhatStays(SqlReading reading) {
    for (SqlReading.Step step : reading.steps()) {
      for (SessionEffect effect : step.effects()) {
        if (effect instanceof SessionEffect.Pins pins && !pins.kind().isUndone()) {
          effect.tell(this);
        }
      }
    }
  }

  @Override
  public void assigned(Setting setting) {
    state.assign(setting, at);
    state.untold().told(setting.name(), at);
    unsealedBy(setting.covers());
  }

  @Override
  public void computed(List<String> names) {
    state.untold().add(names, at);
  }

  @Override
  public void given(String name, Argument value) {
    Optional<Setting> setting = engine.setting(name, values.given(value.parameter()));
    setting.ifPresentOrElse(this::assigned, () -> computed(List.of(name)));
  }

  @Override
  public void entered(String database) {
    try {
      state.enter(database, at);
    } catch (SQLException e) {
      LOG.debug("the driver of {} did not follow to another database", at.address(), e);
    }
  }

  @Override
  public void assignedByCall(Argument name, Argument value, Argument local) {
    if (isTrue(value(local))) {
      return;
    }
    @Nullable String given = value(name);
    @Nullable String to = value(value);
    if (given == null || to == null) {
      pinned(Pin.Kind.FUNCTION, List.of(Argument.of("a function call")));
    } else {
      assigned(engine.setting(given, to));
    }
  }

  private static boolean isTrue(@Nullable String value) {
    return value != null && TRUE.contains(value.toLowerCase(Locale.ROOT));
  }

  @Override
  public void reset(String name, Setting.Covers covers) {
    state.reset(name, covers, at);
    unsealedBy(covers);
  }

  @Override
  public void resetAll(Set<String> others) {
    state.resetAll(others, at);
    at.unseal();
  }

  /** What has a reader's session refuse writes must be set anew. */
  private void unsealedBy(Setting.Covers covers) {
    if (covers == Setting.Covers.READ_ONLY) {
      at.unseal();
    }
  }

  @Override
  public void pinned(Pin.Kind kind, List<Argument> name) {
    if (kind == Pin.Kind.FUNCTION) {
      at.unseal(); // it may have set that too
    }
    at.pins(at.pins().with(new Pin(kind, text(name))));
  }

  @Override
  public void unpinned(Pin.Kind kind, List<Argument> name) {
    at.pins(
        name.isEmpty() ? at.pins().without(kind) : at.pins().without(new Pin(kind, text(name))));
  }

  @Override
  public void saved(String savepoint) {
    state.saved(savepoint, at);
  }

  @Override
  public void released(String savepoint) {
    state.released(savepoint);
  }

  @Override
  public void rolledBackTo(String savepoint) {
    state.rolledBackTo(savepoint);
  }

  private String text(List<Argument> arguments) {
    return arguments.stream()
        .map(argument -> String.valueOf(value(argument)))
        .collect(Collectors.joining(", "));
  }

  private @Nullable String value(Argument argument) {
    String literal = argument.literal();
    return literal != null ? literal : values.text(argument.parameter());
  }
}
