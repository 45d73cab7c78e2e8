package io.swiveljdbc.mysql;

import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.conf.HostsListView;
import com.mysql.cj.exceptions.CJException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The hosts that DNS SRV records name; Connector/J looks them up each time. */
final class SrvRecords {

  private static final Set<ConnectionUrl.Type> TYPES =
      EnumSet.of(
          ConnectionUrl.Type.FAILOVER_DNS_SRV_CONNECTION,
          ConnectionUrl.Type.LOADBALANCE_DNS_SRV_CONNECTION,
          ConnectionUrl.Type.REPLICATION_DNS_SRV_CONNECTION);

  private SrvRecords() {}

  /** Whether the hosts of a URL are names of such records. */
  static boolean areMeant(ConnectionUrl url) {
    return TYPES.contains(url.getType());
  }

  /**
   * Looks the hosts up.
   *
   * @param names as they may be shown; empty where they may not
   * @throws SQLException 08001 when there are none, or when the lookup fails
   */
  static List<HostInfo> of(ConnectionUrl url, String names) throws SQLException {
    String records = "The DNS SRV records of " + (names.isEmpty() ? "the URL" : names);
    try {
      // A record with the root as its target says that there is no such service.
      List<HostInfo> named =
          lookedUp(url).stream().filter(host -> !host.getHost().isEmpty()).toList();
      if (named.isEmpty()) {
        throw none(records, null);
      }
      return named;
    } catch (CJException e) {
      @Nullable Throwable cause = e.getCause();
      if (cause instanceof NamingException failure && !(cause instanceof NameNotFoundException)) {
        throw new SQLTransientConnectionException(
            records + " cannot be looked up: " + reason(failure), "08001", failure);
      }
      throw none(records, cause);
    }
  }

  private static List<HostInfo> lookedUp(ConnectionUrl url) {
    return url.getType() == ConnectionUrl.Type.REPLICATION_DNS_SRV_CONNECTION
        ? Stream.of(HostsListView.SOURCES, HostsListView.REPLICAS)
            .flatMap(view -> url.getHostsList(view).stream())
            .toList()
        : url.getHostsList();
  }

  private static SQLException none(String records, @Nullable Throwable cause) {
    return new SQLTransientConnectionException(records + " name no host", "08001", cause);
  }

  private static String reason(NamingException failure) {
    @Nullable Throwable root = failure.getRootCause();
    return failure.getExplanation() + (root == null ? "" : " (" + root + ")");
  }
}
