package io.swiveljdbc.option;

import io.swiveljdbc.topology.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of HikariCP that an application may give to its inner pools: {@code
 * swivel.pool.<name>}, or {@code swivel.pool.writer.<name>} and {@code swivel.pool.reader.<name>}
 * where they are to differ. What else HikariCP can be told belongs to the connection, or to Swivel.
 */
@SuppressWarnings("ImmutableEnumChecker") // the types are records of immutable values
public enum PoolSetting {
  /** See its text. */
  MAXIMUM_POOL_SIZE(
      "maximumPoolSize",
      OptionType.count(1, 10_000),
      "10",
      "How many physical connections to one server there are at most."),
  /** See its text. */
  MINIMUM_IDLE(
      "minimumIdle",
      OptionType.count(0, 10_000),
      "as maximumPoolSize",
      "How many are kept ready, and are opened before a server that joins gets reads."),
  /** See its text. */
  CONNECTION_TIMEOUT(
      "connectionTimeout",
      OptionType.duration("250ms", "1h"),
      "30s",
      "How long a transaction waits when all of them are in use."),
  /** See its text. */
  VALIDATION_TIMEOUT(
      "validationTimeout",
      OptionType.duration("250ms", "1m"),
      "5s",
      "How long a connection that was idle for a while may take to answer before it is replaced."),
  /** See its text. */
  IDLE_TIMEOUT(
      "idleTimeout",
      OptionType.durationOrNone("10s", "24h"),
      "10m",
      "How long one beyond minimumIdle stays unused; 0ms for ever."),
  /** See its text. */
  KEEPALIVE_TIME(
      "keepaliveTime",
      OptionType.durationOrNone("30s", "24h"),
      "2m",
      "How often an idle one is asked whether it lives; 0ms for never."),
  /** See its text. */
  LEAK_DETECTION_THRESHOLD(
      "leakDetectionThreshold",
      OptionType.durationOrNone("2s", "24h"),
      "0ms",
      "After how long in use one is logged with the place that took it; 0ms for never."),
  /** See its text. */
  POOL_NAME(
      "poolName",
      OptionType.word(),
      "swivel",
      "What the names of the pools begin with, in logs and in JMX."),
  /** See its text. */
  REGISTER_MBEANS(
      "registerMbeans",
      OptionType.choice("true", "false"),
      "false",
      "Whether each pool is shown in JMX.");

  private static final String PREFIX = "swivel.pool.";

  private final String name;
  private final OptionType type;
  private final String defaultValue;
  private final String text;

  PoolSetting(String name, OptionType type, String defaultValue, String text) {
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.text = text;
  }

  /** The name that HikariCP has for it. */
  public String hikariName() {
    return name;
  }

  /** The full name in a URL, for writers and readers alike. */
  public String propertyName() {
    return PREFIX + name;
  }

  /** The full name in a URL for servers of one role. */
  public String propertyName(Role role) {
    return PREFIX + role.name().toLowerCase(Locale.ROOT) + "." + name;
  }

  /** What values it takes. */
  public OptionType type() {
    return type;
  }

  /** What holds when nothing is said, as it would be written. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it does, in one sentence. */
  public String text() {
    return text;
  }

  /** The value as HikariCP takes it: times in milliseconds. */
  public String forHikari(String value) {
    return type instanceof OptionType.Time || type instanceof OptionType.TimeOrNone
        ? Long.toString(OptionType.Time.parse(value).toMillis())
        : value;
  }

  private Stream<String> allNames() {
    return Stream.of(propertyName(), propertyName(Role.WRITER), propertyName(Role.READER));
  }

  /** The setting that a property of this name gives, whatever the role. */
  static Optional<PoolSetting> named(String propertyName) {
    return Arrays.stream(values())
        .filter(setting -> setting.allNames().anyMatch(propertyName::equals))
        .findFirst();
  }

  static List<String> namesForAllRoles() {
    return Arrays.stream(values()).map(PoolSetting::propertyName).toList();
  }

  static List<String> names() {
    return Arrays.stream(values()).flatMap(PoolSetting::allNames).toList();
  }
}
