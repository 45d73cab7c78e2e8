package io.swiveljdbc.mysql;

import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.conf.PropertyDefinition;
import com.mysql.cj.conf.PropertyDefinitions;
import com.mysql.cj.conf.PropertyKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a URL's properties is for Connector/J's own choice among hosts, and its own reconnecting:
 * all of that is Swivel's, which says once that it drops them.
 */
final class HostChoice {

  private static final Logger LOG = LoggerFactory.getLogger(HostChoice.class);

  /** What the log has said is dropped: a pool parses its URL often. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  /** What a host list says of each host, or Connector/J of a list; it holds for no single host. */
  private static final Set<String> OF_ONE_HOST =
      Set.of(
          PropertyKey.HOST.getKeyName(),
          PropertyKey.PORT.getKeyName(),
          PropertyKey.DBNAME.getKeyName(),
          PropertyKey.TYPE.getKeyName(),
          PropertyKey.PRIORITY.getKeyName(),
          PropertyKey.PROTOCOL.getKeyName(),
          PropertyKey.ADDRESS.getKeyName(),
          PropertyKey.dnsSrv.getKeyName());

  private HostChoice() {}

  /**
   * The properties that all hosts have, without those.
   *
   * @param form of the URL, such as {@code jdbc:mysql:}
   * @throws SQLException 08001 where the hosts have different ones
   */
  static Properties without(String form, List<HostInfo> hosts) throws SQLException {
    Set<String> dropped = new TreeSet<>();
    @Nullable Properties common = null;
    for (HostInfo host : hosts) {
      Properties properties = without(host.getHostProperties(), dropped);
      if (common != null && !common.equals(properties)) {
        throw new SQLException(
            "The hosts of the URL have different properties; give them once, behind the database"
                + " as ?name=value&…",
            "08001");
      }
      common = properties;
    }
    if (form.contains(":replication:") || form.contains(":loadbalance:")) {
      dropped.add(form);
    }
    tell(String.join(", ", dropped));
    return common == null ? new Properties() : common;
  }

  private static Properties without(Map<String, String> all, Set<String> dropped) {
    Properties properties = new Properties();
    all.forEach(
        (name, value) -> {
          if (isOfHostChoice(name)) {
            dropped.add(name);
          } else if (!OF_ONE_HOST.contains(name) && value != null) {
            properties.setProperty(name, value);
          }
        });
    return properties;
  }

  private static boolean isOfHostChoice(String name) {
    @Nullable PropertyKey key = PropertyKey.fromValue(name);
    @Nullable PropertyDefinition<?> definition =
        key == null ? null : PropertyDefinitions.getPropertyDefinition(key);
    return definition != null && PropertyDefinitions.CATEGORY_HA.equals(definition.getCategory());
  }

  private static void tell(String dropped) {
    if (!dropped.isEmpty() && TOLD.add(dropped)) {
      LOG.info(
          "Connector/J's own choice among hosts has no meaning with Swivel, which watches them;"
              + " dropped: {}",
          dropped);
    }
  }
}
