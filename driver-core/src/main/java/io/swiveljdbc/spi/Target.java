package io.swiveljdbc.spi;

import io.swiveljdbc.topology.HostAddress;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a URL and its properties ask for, as the target driver's own parser understood it.
 *
 * <p>It holds the password, and so has a {@link #toString()} that shows neither it nor any other
 * property.
 */
public final class Target {

  private final List<HostAddress> seeds;
  private final String database;
  private final String user;
  private final Properties properties;
  private volatile @Nullable Target account;

  /**
   * A target.
   *
   * @param seeds the hosts of the URL in their order, at least one
   * @param database the database's name, empty if the URL names none
   * @param user the user's name, empty if none is given
   * @param properties every property for the target driver, user and password among them, and the
   *     {@code swivel.*} ones
   */
  public Target(List<HostAddress> seeds, String database, String user, Properties properties) {
    this.seeds = List.copyOf(seeds);
    this.database = database;
    this.user = user;
    this.properties = copy(properties);
  }

  /** The hosts of the URL, in their order. */
  public List<HostAddress> seeds() {
    return seeds;
  }

  /** The database's name, empty if none is given. */
  public String database() {
    return database;
  }

  /** The user's name, empty if none is given. */
  public String user() {
    return user;
  }

  /** A copy of the properties; the caller may change it. */
  public Properties properties() {
    return copy(properties);
  }

  /** The same target with other properties. */
  public Target withProperties(Properties changed) {
    return new Target(seeds, database, user, changed);
  }

  /** The same target with another user and password, and nothing else changed. */
  public Target withLogin(String newUser, @Nullable String password) {
    Properties changed = copy(properties);
    changed.setProperty("user", newUser);
    changed.remove("password");
    if (password != null) {
      changed.setProperty("password", password);
    }
    return new Target(seeds, database, newUser, changed);
  }

  /** Everything that makes a session what it is: the same target without its password. */
  public Target account() {
    Target known = account;
    if (known == null) {
      Properties others = copy(properties);
      others.remove("password");
      known = withProperties(others);
      account = known;
    }
    return known;
  }

  private static Properties copy(Properties original) {
    Properties copy = new Properties();
    original.stringPropertyNames().forEach(n -> copy.setProperty(n, original.getProperty(n)));
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Target that
        && seeds.equals(that.seeds)
        && database.equals(that.database)
        && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return seeds.hashCode() * 31 + database.hashCode();
  }

  /** User, hosts and database; never a password. */
  @Override
  public String toString() {
    return user + "@" + seeds + "/" + database;
  }
}
