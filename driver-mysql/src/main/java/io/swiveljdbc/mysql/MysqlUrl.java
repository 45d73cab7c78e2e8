package io.swiveljdbc.mysql;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.exceptions.CJException;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Connector/J's own parser makes of a URL, and the URL of one host. */
final class MysqlUrl {

  /** A port as it stands behind a host, at the end of a host list or before the next host. */
  private static final Pattern PORT = Pattern.compile("([^,:\\[\\]]+):([^,:\\]]*)(?=[,\\]]|$)");

  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.%]+]");

  /** A name of a host, or an address. What is left of a list that is none is no name. */
  private static final Pattern HOST = Pattern.compile("[^\\s:()=@,]+|\\[?[0-9a-fA-F:.%]+]?");

  private MysqlUrl() {}

  static Target parse(String url, Properties info) throws SQLException {
    checkPorts(url);
    try {
      ConnectionUrl read = ConnectionUrl.getConnectionUrlInstance(url, info);
      return target(
          url.substring(0, Math.max(0, url.indexOf("//"))),
          SrvRecords.areMeant(read) ? SrvRecords.of(read, hosts(url)) : read.getHostsList());
    } catch (CJException | IllegalArgumentException e) {
      // Not as the cause: what Connector/J says of a URL may show a part of it, and so a password.
      throw new SQLException(
          "Connector/J cannot understand the URL jdbc:swivel:mysql:… ("
              + e.getClass().getSimpleName()
              + "); the form is jdbc:swivel:mysql://host[:port][,host[:port]…]/database"
              + "[?name=value&…]",
          "08001");
    }
  }

  /**
   * Connector/J says only that it cannot parse the URL, and takes a port that is none for a part of
   * the name; this says which and what is allowed.
   */
  private static void checkPorts(String url) throws SQLException {
    Matcher port = PORT.matcher(hosts(url));
    while (port.find()) {
      if (!isPort(port.group(2))) {
        throw new SQLException(
            "The port '%s' of host %s is out of range; allowed is 1 to 65535"
                .formatted(port.group(2), port.group(1)),
            "08001");
      }
    }
  }

  private static boolean isPort(String port) {
    try {
      int number = Integer.parseInt(port);
      return number >= 1 && number <= 65535;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The host list without users and passwords; empty where it is written in another way. */
  private static String hosts(String url) {
    int start = url.indexOf("//");
    if (start < 0) {
      return "";
    }
    String rest = url.substring(start + 2);
    int end = rest.length();
    for (char delimiter : new char[] {'/', '?', '#'}) {
      int at = rest.indexOf(delimiter);
      end = at < 0 ? end : Math.min(end, at);
    }
    String hosts = rest.substring(0, end);
    if (rest.indexOf('@', end) >= 0) {
      return ""; // of a password with such a character in it, everything before is a part
    }
    String list = hosts.substring(hosts.lastIndexOf('@') + 1);
    return list.indexOf('(') >= 0 ? "" : IPV6.matcher(list).replaceAll("ipv6");
  }

  private static Target target(String form, List<HostInfo> hosts) throws SQLException {
    Set<HostAddress> seeds = new LinkedHashSet<>();
    for (HostInfo host : hosts) {
      if (!HOST.matcher(host.getHost()).matches()) {
        throw new IllegalArgumentException("no name of a host");
      }
      seeds.add(new HostAddress(host.getHost(), host.getPort()));
    }
    HostInfo login = login(hosts);
    Properties properties = HostChoice.without(form, hosts);
    put(properties, PropertyKey.USER, login.getUser());
    put(properties, PropertyKey.PASSWORD, login.getPassword());
    String user = login.getUser();
    return new Target(
        new ArrayList<>(seeds), hosts.get(0).getDatabase(), user == null ? "" : user, properties);
  }

  /** The one login of all hosts: a session on a server can take the place of one on another. */
  private static HostInfo login(List<HostInfo> hosts) throws SQLException {
    HostInfo login = hosts.get(0);
    for (HostInfo host : hosts) {
      boolean has = host.getUser() != null && !host.getUser().isEmpty();
      if (has && (login.getUser() == null || login.getUser().isEmpty())) {
        login = host;
      } else if (has && !sameLogin(host, login)) {
        throw new SQLException(
            "The hosts of the URL have different logins; give one user and password for all of"
                + " them, as ?user=…&password=… or beside the URL",
            "08001");
      }
    }
    return login;
  }

  private static boolean sameLogin(HostInfo one, HostInfo other) {
    return one.getUser().equals(other.getUser())
        && Objects.equals(one.getPassword(), other.getPassword());
  }

  private static void put(Properties properties, PropertyKey key, @Nullable String value) {
    if (value != null) {
      properties.setProperty(key.getKeyName(), value);
    }
  }

  /** Connector/J's URL of one host; everything else goes beside it. */
  static String of(Target target, HostAddress address) {
    String database =
        URLEncoder.encode(target.database(), StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:mysql://" + address + "/" + database;
  }

  /** The same as Connector/J has it when it has read it, with these properties. */
  static HostInfo host(Target target, HostAddress address, Properties properties) {
    Map<String, String> others = new HashMap<>();
    properties.stringPropertyNames().forEach(n -> others.put(n, properties.getProperty(n)));
    String user = others.remove(PropertyKey.USER.getKeyName());
    String password = others.remove(PropertyKey.PASSWORD.getKeyName());
    others.put(PropertyKey.DBNAME.getKeyName(), target.database());
    String url = of(target, address);
    return new HostInfo(() -> url, address.host(), address.port(), user, password, others);
  }
}
