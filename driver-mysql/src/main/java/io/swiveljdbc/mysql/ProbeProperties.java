package io.swiveljdbc.mysql;

import com.mysql.cj.conf.PropertyKey;
import java.util.List;
import java.util.Properties;

/** What a probe's session has in place of the application's settings. */
final class ProbeProperties {

  /** Settings for the application's statements, which would change or delay a probe. */
  private static final List<PropertyKey> NOT_FOR_PROBES =
      List.of(
          PropertyKey.sessionVariables,
          PropertyKey.socketTimeout,
          PropertyKey.connectTimeout,
          PropertyKey.queryInterceptors,
          PropertyKey.connectionLifecycleInterceptors,
          PropertyKey.exceptionInterceptors,
          PropertyKey.useServerPrepStmts,
          PropertyKey.cachePrepStmts,
          PropertyKey.useCursorFetch,
          PropertyKey.defaultFetchSize,
          PropertyKey.maxRows,
          PropertyKey.profileSQL,
          PropertyKey.autoGenerateTestcaseScript,
          PropertyKey.useUsageAdvisor,
          PropertyKey.trackSessionState);

  private ProbeProperties() {}

  static void applyTo(Properties properties) {
    NOT_FOR_PROBES.forEach(key -> properties.remove(key.getKeyName()));
    properties.setProperty(
        PropertyKey.connectionAttributes.getKeyName(), "program_name:swivel-monitor");
  }
}
