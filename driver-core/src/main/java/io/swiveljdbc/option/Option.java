package io.swiveljdbc.option;

import io.swiveljdbc.routing.ReaderPolicies;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every option that Swivel understands. The property list of the driver and the page {@code
 * docs/options.md} are made from this list.
 */
@SuppressWarnings("ImmutableEnumChecker") // the types are records of immutable values
public enum Option {
  /** See its text. */
  READ_ONLY(
      "readOnly",
      OptionType.choice("true", "false"),
      "false",
      "Makes every transaction read-only and sends it to a reader, for code that never calls"
          + " setReadOnly(true)."),
  /** See its text. */
  READ_FALLBACK(
      "readFallback",
      OptionType.choice("writer", "fail"),
      "writer",
      "What a read-only transaction does when no reader is fit: run on the writer, or wait for a"
          + " reader and fail."),
  /** See its text. */
  REPEAT_READS(
      "repeatReads",
      OptionType.choice("true", "false"),
      "true",
      "Whether an auto-commit statement whose reader is lost before a row was delivered runs again"
          + " on another server."),
  /** See its text. */
  FAILOVER_TIMEOUT(
      "failoverTimeout",
      OptionType.duration("0ms", "1h"),
      "30s",
      "How long a transaction that needs a server waits for one before it fails with 08001."),
  /** See its text. */
  CONNECT_TIMEOUT(
      "connectTimeout",
      OptionType.duration("50ms", "10m"),
      "5s",
      "How long opening one physical connection may wait for a server's answer."),
  /** See its text. */
  PROBE_INTERVAL(
      "probeInterval",
      OptionType.duration("50ms", "1m"),
      "1s",
      "How often each server is asked for its role while all is well."),
  /** See its text. */
  DETECTION(
      "detection",
      OptionType.duration("200ms", "1m"),
      "1500ms",
      "How long a server may leave everything unanswered before it counts as down."),
  /** See its text. */
  READER_POLICY(
      "readerPolicy",
      OptionType.name(
          "least-busy, round-robin, nearest or the name of your own", ReaderPolicies::names),
      "least-busy",
      "How a reader is chosen among those that are fit: the better of two at random by connections"
          + " in use, one after the other, or the one with the shortest round trip."),
  /** See its text. */
  REBALANCE(
      "rebalance",
      OptionType.duration("1s", "1h"),
      "30s",
      "Over how long connections move to a reader that joined, until it has its share; and how long"
          + " work may go on at one that left."),
  /** See its text. */
  MAX_LIFETIME(
      "maxLifetime",
      OptionType.duration("0ms", "24h"),
      "30m",
      "How long a physical connection lives before it is replaced between two transactions, less up"
          + " to a tenth at random; 0ms for no limit."),
  /** See its text. */
  POOL(
      "pool",
      OptionType.choice("true", "false"),
      "false",
      "Keeps physical connections in a HikariCP pool for each server, for a SwivelDataSource that"
          + " has no pool above it."),
  /** See its text. */
  POOL_SHARE(
      "pool.share",
      OptionType.choice("connection", "transaction"),
      "connection",
      "How long a logical connection holds a physical one of the inner pool: until it is closed, or"
          + " for each transaction.");

  private static final String PREFIX = "swivel.";

  private final String name;
  private final OptionType type;
  private final String defaultValue;
  private final String text;

  Option(String name, OptionType type, String defaultValue, String text) {
    this.name = PREFIX + name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.text = text;
  }

  /** The full name in a URL, {@code swivel.} included. */
  public String propertyName() {
    return name;
  }

  /** What values it takes. */
  public OptionType type() {
    return type;
  }

  /** The value when none is given, as it would be written. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it does, in one sentence. */
  public String text() {
    return text;
  }

  /** Whether a property of this name is Swivel's own business. */
  public static boolean claims(String propertyName) {
    return propertyName.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  /** The option of this name. */
  static Optional<Option> named(String propertyName) {
    return Arrays.stream(values()).filter(option -> option.name.equals(propertyName)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Option::propertyName).toList();
  }
}
