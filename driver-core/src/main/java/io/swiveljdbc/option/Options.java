package io.swiveljdbc.option;

import io.swiveljdbc.routing.ReadFallback;
import io.swiveljdbc.topology.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of one URL, checked. */
public final class Options {

  /** SQLState for an option that does not exist or cannot have its value. */
  private static final String INVALID_PARAMETER_VALUE = "22023";

  private final Map<Option, String> values;
  private final Map<Option, Duration> durations = new EnumMap<>(Option.class);
  private final Map<String, String> pool;

  private Options(Map<Option, String> values, Map<String, String> pool) {
    this.values = values;
    this.pool = pool;
    for (Option option : Option.values()) {
      if (option.type() instanceof OptionType.Time) {
        durations.put(option, OptionType.Time.parse(text(option)));
      }
    }
  }

  /**
   * Takes the {@code swivel.*} properties out of all properties and checks them.
   *
   * @throws SQLException 22023 for an unknown name or a bad value, naming what is allowed
   */
  public static Options of(Properties properties) throws SQLException {
    Map<Option, String> values = new EnumMap<>(Option.class);
    Map<String, String> pool = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (Option.claims(name)) {
        String value = properties.getProperty(name).trim();
        Optional<PoolSetting> ofPool = PoolSetting.named(name);
        if (ofPool.isPresent()) {
          pool.put(name, checked(name, value, ofPool.get().type()));
        } else {
          Option option = known(name);
          values.put(option, checked(name, value, option.type()));
        }
      }
    }
    Options options = new Options(values, pool);
    options.checkPool();
    return options;
  }

  private static String checked(String name, String value, OptionType type) throws SQLException {
    @Nullable String fault = type.fault(value);
    if (fault != null) {
      throw invalid("The option %s=%s %s".formatted(name, value, fault));
    }
    return value;
  }

  private static Option known(String name) throws SQLException {
    List<String> all =
        Stream.concat(Option.names().stream(), PoolSetting.names().stream()).toList();
    return Option.named(name)
        .orElseThrow(
            () ->
                invalid(
                    "There is no option %s; did you mean %s? All options: %s"
                        .formatted(name, Nearest.to(name, all), likely(name))));
  }

  /** Nobody reads them all. */
  private static List<String> likely(String name) {
    return name.startsWith(Option.POOL.propertyName())
        ? PoolSetting.namesForAllRoles()
        : Option.names();
  }

  private void checkPool() throws SQLException {
    if (!pool() && (values.containsKey(Option.POOL_SHARE) || !pool.isEmpty())) {
      String given =
          pool.isEmpty() ? Option.POOL_SHARE.propertyName() : pool.keySet().iterator().next();
      throw invalid(
          "The option %s has no effect without %s=true"
              .formatted(given, Option.POOL.propertyName()));
    }
  }

  private static SQLException invalid(String sentence) {
    return new SQLException(sentence.replaceAll("\\R", " "), INVALID_PARAMETER_VALUE);
  }

  /** The properties without those that are Swivel's. */
  public static Properties withoutOptions(Properties properties) {
    Properties others = new Properties();
    for (String name : properties.stringPropertyNames()) {
      if (!Option.claims(name)) {
        others.setProperty(name, properties.getProperty(name));
      }
    }
    return others;
  }

  /** The value as it was written, or the default. */
  public String text(Option option) {
    return values.getOrDefault(option, option.defaultValue());
  }

  private Duration duration(Option option) {
    return Objects.requireNonNull(durations.get(option));
  }

  /** {@link Option#READ_ONLY}. */
  public boolean readOnly() {
    return Boolean.parseBoolean(text(Option.READ_ONLY));
  }

  /** {@link Option#READ_FALLBACK}. */
  public ReadFallback readFallback() {
    return text(Option.READ_FALLBACK).equals("writer") ? ReadFallback.WRITER : ReadFallback.FAIL;
  }

  /** {@link Option#REPEAT_READS}. */
  public boolean repeatReads() {
    return Boolean.parseBoolean(text(Option.REPEAT_READS));
  }

  /** {@link Option#FAILOVER_TIMEOUT}. */
  public Duration failoverTimeout() {
    return duration(Option.FAILOVER_TIMEOUT);
  }

  /**
   * How long opening a connection may take, waiting for its server included: who waits for no
   * failover still has to let a server answer.
   */
  public Duration openingTimeout() {
    Duration failover = failoverTimeout();
    Duration connect = connectTimeout();
    return failover.compareTo(connect) < 0 ? connect : failover;
  }

  /** {@link Option#CONNECT_TIMEOUT}. */
  public Duration connectTimeout() {
    return duration(Option.CONNECT_TIMEOUT);
  }

  /** {@link Option#PROBE_INTERVAL}. */
  public Duration probeInterval() {
    return duration(Option.PROBE_INTERVAL);
  }

  /** {@link Option#READER_POLICY}. */
  public String readerPolicy() {
    return text(Option.READER_POLICY);
  }

  /** {@link Option#REBALANCE}. */
  public Duration rebalance() {
    return duration(Option.REBALANCE);
  }

  /** {@link Option#MAX_LIFETIME}. */
  public Duration maxLifetime() {
    return duration(Option.MAX_LIFETIME);
  }

  /** {@link Option#POOL}. */
  public boolean pool() {
    return Boolean.parseBoolean(text(Option.POOL));
  }

  /** Whether {@link Option#POOL_SHARE} is by transaction. */
  public boolean sharesByTransaction() {
    return text(Option.POOL_SHARE).equals("transaction");
  }

  /** What HikariCP is told for servers of one role, times in milliseconds. */
  public Properties hikari(Role role) {
    Properties told = new Properties();
    for (PoolSetting setting : PoolSetting.values()) {
      @Nullable String general = pool.get(setting.propertyName());
      @Nullable String value = pool.getOrDefault(setting.propertyName(role), general);
      if (value != null) {
        told.setProperty(setting.hikariName(), setting.forHikari(value));
      }
    }
    return told;
  }

  /** {@link Option#DETECTION}. */
  public Duration detection() {
    return duration(Option.DETECTION);
  }
}
