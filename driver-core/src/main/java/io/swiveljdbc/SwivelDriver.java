package io.swiveljdbc;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.option.Option;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.session.ConnectionOpener;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for {@code jdbc:swivel:<kind>:…}, where the kind is a database family whose
 * engine is on the class path, and the rest is what the target driver takes behind its own prefix.
 *
 * <p>Having it on the class path starts no thread; the first connection to a cluster starts its
 * monitors, and the last one to be closed stops them within a few seconds.
 */
public final class SwivelDriver implements Driver {

  private static final String PREFIX = "jdbc:swivel:";
  private static final Pattern KIND = Pattern.compile("[A-Za-z0-9_+-]+");
  private static final Clusters CLUSTERS = new Clusters();

  static {
    try {
      DriverManager.registerDriver(new SwivelDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ConnectionOpener opener = new ConnectionOpener(CLUSTERS);

  /** For {@link DriverManager} and for pools that are given a driver class. */
  public SwivelDriver() {}

  /** Whether the URL begins with {@code jdbc:swivel:} and names an engine that is there. */
  @Override
  public boolean acceptsURL(@Nullable String url) {
    return isOurs(url) && engine(url).isPresent();
  }

  /** Whether nobody else is to understand this URL. */
  static boolean isOurs(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /**
   * Opens a logical connection.
   *
   * @return null when the URL is not for this driver
   * @throws SQLException 08001 when the URL names no known engine, cannot be understood, or no
   *     server can be reached; 22023 for a bad option; the target driver's own when its server
   *     refuses the login
   */
  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (!isOurs(url)) {
      return null;
    }
    Place place = place(url, info);
    if (place.options().pool()) {
      throw invalid(
          "swivel.pool=true needs a SwivelDataSource, which keeps the pools and ends them");
    }
    return open(place, null, null);
  }

  /** The same, as another user and with pools where the options ask for them. */
  Connection open(Place place, @Nullable String asUser, @Nullable String itsPassword)
      throws SQLException {
    Target target = place.target();
    boolean another = asUser != null || itsPassword != null;
    return opener.open(
        place.engine(),
        another ? target.withLogin(asUser == null ? target.user() : asUser, itsPassword) : target,
        place.options());
  }

  /** The pools of a data source whose options ask for them. */
  InnerPools innerPools(Place place) throws SQLException {
    try {
      Class.forName("com.zaxxer.hikari.HikariConfig", false, SwivelDriver.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw invalid("swivel.pool=true needs HikariCP, com.zaxxer:HikariCP, on the class path");
    }
    return new InnerPools(opener, place);
  }

  private static SQLException invalid(String sentence) {
    return new SQLException(sentence, "22023");
  }

  /** {@link SwivelDataSource#forgetTopology()}. */
  void forgetTopology(Place place) {
    opener.forgetTopology(place.engine(), place.target(), place.options());
  }

  /** What a URL of ours leads to. */
  static Place place(String url, @Nullable Properties info) throws SQLException {
    Engine engine = engine(url).orElseThrow(() -> Engines.unknown(kind(url)));
    Target parsed = parse(engine, url, info);
    Options options = Options.of(parsed.properties());
    Target target = parsed.withProperties(Options.withoutOptions(parsed.properties()));
    return new Place(engine, target, options);
  }

  private static Target parse(Engine engine, String url, @Nullable Properties info)
      throws SQLException {
    return engine.parse(
        "jdbc:" + url.substring(PREFIX.length()), info == null ? new Properties() : info);
  }

  private static Optional<Engine> engine(String url) {
    String kind = kind(url);
    boolean complete = url.startsWith(":", PREFIX.length() + kind.length());
    return complete ? Engines.of(kind) : Optional.empty();
  }

  /** The word behind the prefix; never more, since a password may follow. */
  private static String kind(String url) {
    Matcher kind = KIND.matcher(url).region(PREFIX.length(), url.length());
    return kind.lookingAt() ? kind.group() : "";
  }

  /** The options of Swivel with what the URL and the properties say of them now. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    Optional<Engine> engine =
        url != null && url.startsWith(PREFIX) ? engine(url) : Optional.empty();
    Properties given =
        url != null && engine.isPresent()
            ? parse(engine.get(), url, info).properties()
            : new Properties();
    return Arrays.stream(Option.values())
        .map(option -> propertyInfo(option, given))
        .toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo propertyInfo(Option option, Properties given) {
    String value = given.getProperty(option.propertyName(), option.defaultValue());
    DriverPropertyInfo property = new DriverPropertyInfo(option.propertyName(), value);
    property.description = option.text() + " Allowed: " + option.type().allowed() + ".";
    property.choices = option.type().choices().toArray(String[]::new);
    return property;
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  /** False, as with most drivers: the SQL entry level is the database's business. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  /** Swivel logs through SLF4J. */
  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Swivel logs through SLF4J", "0A000");
  }
}
