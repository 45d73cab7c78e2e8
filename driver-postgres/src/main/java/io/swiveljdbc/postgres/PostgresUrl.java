package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pgjdbc's own parser makes of a URL, and the URL of one host. */
final class PostgresUrl {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresUrl.class);
  private static final String INVALID_PARAMETER_VALUE = "22023";

  /** Parameters of which the log has said that they are dropped: a pool parses its URL often. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private PostgresUrl() {}

  static Target parse(String url, Properties info) throws SQLException {
    checkHosts(url);
    @Nullable Properties parsed = Driver.parseURL(url, info);
    if (parsed == null) {
      throw new SQLException(
          "pgjdbc cannot understand the URL jdbc:swivel:postgresql:…; the form is"
              + " jdbc:swivel:postgresql://host[:port][,host[:port]…]/database[?name=value&…]",
          "08001");
    }
    List<HostAddress> seeds = seeds(parsed);
    String database = PGProperty.PG_DBNAME.getOrDefault(parsed);
    String user = PGProperty.USER.getOrDefault(parsed);
    Properties properties = withoutHostChoice(parsed);
    return new Target(
        seeds, database == null ? "" : database, user == null ? "" : user, properties);
  }

  /**
   * pgjdbc says only that it cannot parse a port; this says which and what is allowed. A password
   * before the host, as other URLs have it, must not be taken for a part of the host: that one is
   * in every message, and in the names of threads.
   */
  private static void checkHosts(String url) throws SQLException {
    int query = url.indexOf('?');
    String place = query < 0 ? url : url.substring(0, query);
    int start = place.indexOf("//");
    if (start < 0) {
      return;
    }
    int end = place.indexOf('/', start + 2);
    String hosts = place.substring(start + 2, end < 0 ? place.length() : end);
    if (hosts.indexOf('@') >= 0) {
      throw userBeforeHost();
    }
    if (end < 0) {
      return;
    }
    if (hosts.startsWith(",") || hosts.endsWith(",") || hosts.contains(",,")) {
      throw new SQLException(
          "The host list '" + hosts + "' has an empty entry; write host[:port][,host[:port]…]",
          "08001");
    }
    for (String host : hosts.split(",", -1)) {
      int colon = host.lastIndexOf(':');
      if (colon >= 0 && host.lastIndexOf(']') < colon) {
        checkPort(host, host.substring(colon + 1), place.indexOf('@') >= 0);
      }
    }
  }

  private static SQLException userBeforeHost() {
    return new SQLException(
        "The URL has an @ in the place of a host; user and password stand at its end, as"
            + " ?user=…&password=…, or beside it",
        "08001");
  }

  private static void checkPort(String host, String port, boolean perhapsPassword)
      throws SQLException {
    boolean inRange;
    try {
      int number = Integer.parseInt(port);
      inRange = number >= 1 && number <= 65535;
    } catch (NumberFormatException e) {
      inRange = false;
    }
    if (!inRange && perhapsPassword) {
      throw userBeforeHost();
    }
    if (!inRange) {
      throw new SQLException(
          "The port '%s' of host %s is out of range; allowed is 1 to 65535".formatted(port, host),
          "08001");
    }
  }

  private static List<HostAddress> seeds(Properties parsed) throws SQLException {
    String hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed));
    String[] ports = String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)).split(",", -1);
    String[] names = hosts.split(",", -1);
    List<HostAddress> seeds = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      try {
        seeds.add(
            new HostAddress(
                nameOf(names[i]), Integer.parseInt(ports[Math.min(i, ports.length - 1)])));
      } catch (IllegalArgumentException e) {
        throw new SQLException("The URL names no usable host: " + e.getMessage(), "08001", e);
      }
    }
    return seeds;
  }

  /** pgjdbc takes a host without a name for the local one. */
  private static String nameOf(String host) {
    return host.isEmpty() ? "localhost" : host;
  }

  /** Everything for pgjdbc, but for the hosts and the parameters that choose among them. */
  private static Properties withoutHostChoice(Properties parsed) throws SQLException {
    Properties properties = new Properties();
    parsed.stringPropertyNames().forEach(n -> properties.setProperty(n, parsed.getProperty(n)));
    for (PGProperty place : List.of(PGProperty.PG_HOST, PGProperty.PG_PORT, PGProperty.PG_DBNAME)) {
      properties.remove(place.getName());
    }
    for (PGProperty idle :
        List.of(PGProperty.LOAD_BALANCE_HOSTS, PGProperty.HOST_RECHECK_SECONDS)) {
      if (properties.remove(idle.getName()) != null && TOLD.add(idle.getName())) {
        LOG.info(
            "the parameter {} has no meaning with Swivel, which watches the hosts, and is dropped",
            idle.getName());
      }
    }
    Object targetServerType = properties.remove(PGProperty.TARGET_SERVER_TYPE.getName());
    if (targetServerType != null) {
      translate(targetServerType.toString(), properties);
    }
    return properties;
  }

  /** The host that pgjdbc would choose, as the intent that it stands for. */
  private static void translate(String targetServerType, Properties properties)
      throws SQLException {
    switch (targetServerType.toLowerCase(Locale.ROOT)) {
      case "any", "primary", "master", "preferprimary" -> {}
      case "prefersecondary", "preferslave" -> properties.putIfAbsent("swivel.readOnly", "true");
      case "secondary", "slave" -> {
        properties.putIfAbsent("swivel.readOnly", "true");
        properties.putIfAbsent("swivel.readFallback", "fail");
      }
      default ->
          throw new SQLException(
              ("targetServerType=%s is not one of any, primary, preferPrimary, secondary,"
                      + " preferSecondary")
                  .formatted(targetServerType.replaceAll("\\R", " ")),
              INVALID_PARAMETER_VALUE);
    }
  }

  /** pgjdbc's URL of one host; everything else goes beside it. */
  static String of(Target target, HostAddress address) {
    String database =
        URLEncoder.encode(target.database(), StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:postgresql://" + address + "/" + database;
  }
}
