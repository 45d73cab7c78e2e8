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

  /** Those of which the log has said that they are dropped: a pool parses its URL often. */
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
   * @throws SQLException 08001 where the hosts have different ones
   */
  static Properties without(List<HostInfo> hosts) throws SQLException {
    @Nullable Properties common = null;
    for (HostInfo host : hosts) {
      Properties properties = without(host.getHostProperties());
      if (common != null && !common.equals(properties)) {
        throw new SQLException(
            "The hosts of the URL have different properties; give them once, behind the database"
                + " as ?name=value&…",
            "08001");
      }
      common = properties;
    }
    return common == null ? new Properties() : common;
  }

  private static Properties without(Map<String, String> all) {
    Properties properties = new Properties();
    all.forEach(
        (name, value) -> {
          if (isOfHostChoice(name)) {
            tell(name);
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

  private static void tell(String name) {
    if (TOLD.add(name)) {
      LOG.info(
          "the property {} has no meaning with Swivel, which watches the hosts, and is dropped",
          name);
    }
  }
}
