package io.swiveljdbc.mysql;

import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.SessionEffect.Assigns;
import io.swiveljdbc.spi.SessionEffect.Computes;
import io.swiveljdbc.spi.SessionEffect.Gives;
import io.swiveljdbc.spi.SessionEffect.Pins;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.spi.Setting.Covers;
import io.swiveljdbc.sql.SqlTokens;
import io.swiveljdbc.sql.Unsealing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What SET changes in its session.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/set-variable.html">SET</a>
 */
final class SetCommand {

  private static final Set<String> ELSEWHERE = Set.of("GLOBAL", "PERSIST", "PERSIST_ONLY");
  private static final Set<String> HERE = Set.of("SESSION", "LOCAL");

  /** Of auto-commit the server tells; the others are for the next statement. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "autocommit",
          "gtid_next",
          "identity",
          "insert_id",
          "last_insert_id",
          "rand_seed1",
          "rand_seed2");

  /** With two signs and no scope they are set for the next transaction alone. */
  private static final Set<String> OF_TRANSACTION =
      Set.of(SessionVariables.ISOLATION, SessionVariables.READ_ONLY);

  private static final Set<String> ONLY = Set.of("1", "ON", "TRUE");

  private static final Set<String> LEVELS =
      Set.of("'READ-UNCOMMITTED'", "'READ-COMMITTED'", "'REPEATABLE-READ'", "'SERIALIZABLE'");

  /** The server keeps these until a transaction has ended, and tells nobody. */
  private static final SessionEffect NEXT_TRANSACTION =
      new Pins(Pin.Kind.NEXT_TRANSACTION, List.of(Argument.of("next transaction")));

  private final SqlTokens tokens;
  private final List<SessionEffect> effects = new ArrayList<>(1);

  private Unsealing unsealing = Unsealing.NONE;

  /** The last GLOBAL or SESSION goes for those that follow without one. */
  private boolean here = true;

  private SetCommand(SqlTokens tokens) {
    this.tokens = tokens;
  }

  /** What a SET changes, after its first token. */
  static List<SessionEffect> effects(SqlTokens tokens) {
    SetCommand command = new SetCommand(tokens);
    command.read();
    return command.effects;
  }

  /** How a SET of values makes a read-only session write. */
  static Unsealing unsealing(SqlTokens tokens) {
    tokens.next();
    SetCommand command = new SetCommand(tokens);
    command.read();
    return command.unsealing;
  }

  private void read() {
    boolean any = tokens.next();
    if (!any || tokens.is("PASSWORD") || tokens.is("DEFAULT")) {
      return;
    }
    if (tokens.is("TRANSACTION")) {
      effects.add(NEXT_TRANSACTION);
      return;
    }
    if (tokens.is("ROLE") || tokens.is("RESOURCE")) {
      String name = String.valueOf(tokens.value());
      keep(new Setting(name, "SET " + tokens.textFromHere(), "", Covers.NOTHING));
      return;
    }
    while (any) {
      any = part() && tokens.is(',') && tokens.next();
    }
  }

  private void keep(Setting setting) {
    effects.add(new Assigns(setting));
  }

  /** One part of the list, up to the comma behind it; false where it is not understood. */
  private boolean part() {
    if (isAny(HERE) || isAny(ELSEWHERE)) {
      here = isAny(HERE);
      if (!tokens.next() || tokens.is("TRANSACTION")) {
        return characteristics();
      }
    }
    if (tokens.is("NAMES") || tokens.is("CHARACTER") || tokens.is("CHARSET")) {
      return names();
    }
    return tokens.is('@') ? variable() : assignment("", here, Set.of());
  }

  private boolean isAny(Set<String> words) {
    return words.stream().anyMatch(tokens::is);
  }

  /** {@code @name}, {@code @@name} or {@code @@scope.name}. */
  private boolean variable() {
    if (!tokens.next()) {
      return false;
    }
    if (!tokens.is('@')) {
      return assignment("@", true, Set.of());
    }
    if (!tokens.next()) {
      return false;
    }
    boolean toHere = isAny(HERE);
    if (!toHere && !isAny(ELSEWHERE)) {
      return assignment("", true, OF_TRANSACTION);
    }
    boolean point = tokens.next();
    return point && tokens.next() && assignment("", toHere, Set.of());
  }

  /**
   * {@code name = value}.
   *
   * @param sign of its kind of name
   * @param kept whether its value is the session's, and lasts
   * @param butNot those that last for a transaction
   */
  private boolean assignment(String sign, boolean kept, Set<String> butNot) {
    @Nullable String written = Names.at(tokens);
    if (written == null || !atValue()) {
      return false;
    }
    String lowerCase = written.toLowerCase(Locale.ROOT);
    String name = sign.isEmpty() ? SessionVariables.name(lowerCase) : sign + lowerCase;
    WrittenValue value = WrittenValue.at(tokens);
    if (kept
        && name.equals(SessionVariables.READ_ONLY)
        && !ONLY.contains(value.text().toUpperCase(Locale.ROOT))) {
      unseals(butNot.isEmpty() ? Unsealing.LATER : Unsealing.NOW);
    }
    if (butNot.contains(name)) {
      effects.add(NEXT_TRANSACTION);
    } else if (kept && !NOT_KEPT.contains(name)) {
      @Nullable String literal = value.literal(!sign.isEmpty());
      if (literal == null || (name.equals(SessionVariables.ISOLATION) && !isLevel(literal))) {
        effects.add(
            value.isParameter() && !OF_TRANSACTION.contains(name)
                ? new Gives(name, Argument.ofParameter(tokens.parameter()))
                : new Computes(List.of(name)));
      } else {
        keep(SessionVariables.setting(name, sign + lowerCase, literal));
      }
    }
    return true;
  }

  private void unseals(Unsealing how) {
    unsealing = how.compareTo(unsealing) > 0 ? how : unsealing;
  }

  /** Passes over {@code =} or {@code :=}. */
  private boolean atValue() {
    return (!tokens.is(':') || tokens.next()) && tokens.is('=') && tokens.next();
  }

  private static boolean isLevel(String literal) {
    return LEVELS.contains(literal.toUpperCase(Locale.ROOT));
  }

  /** {@code NAMES …} or {@code CHARACTER SET …}, each of which takes the place of the other. */
  private boolean names() {
    String written = WrittenValue.at(tokens).text();
    keep(new Setting("names", "SET " + written, "", Covers.NOTHING));
    return true;
  }

  /** {@code TRANSACTION characteristic, …}: nothing else can follow. */
  private boolean characteristics() {
    while (here && tokens.next()) {
      if (tokens.is("LEVEL") && tokens.next()) {
        String first = tokens.text();
        boolean two = tokens.is("READ") || tokens.is("REPEATABLE");
        String level = two && tokens.next() ? first + "-" + tokens.text() : first;
        assign(SessionVariables.ISOLATION, "'" + level.toUpperCase(Locale.ROOT) + "'");
      } else if (tokens.is("ONLY") || tokens.is("WRITE")) {
        unseals(tokens.is("WRITE") ? Unsealing.LATER : Unsealing.NONE);
        assign(SessionVariables.READ_ONLY, tokens.is("ONLY") ? "1" : "0");
      }
    }
    return false;
  }

  private void assign(String name, String value) {
    keep(SessionVariables.setting(name, value));
  }
}
