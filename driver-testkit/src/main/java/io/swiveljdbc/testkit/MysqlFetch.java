package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets MySQL into a folder, once for all builds of this user. No registry for Java carries it, so a
 * script has the machine's own package tools download and verify it, from where they get everything
 * else; nothing is installed.
 */
record MysqlFetch(Path folder, Map<String, String> environment) {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlFetch.class);
  private static final Duration BOUND = Duration.ofMinutes(10);

  private static final String ADVICE =
      """

      What to do, one of:
      - On Debian or a derivative, let the machine reach its own package mirror once; what is \
      fetched stays in %s (%s names another place), which may also be copied here from another \
      machine of the same architecture.
      - Install MySQL 8.0.27 or later from any package or archive and set %s to its mysqld, as in \
      %s=/usr/sbin/mysqld.""";

  void run(Path output) {
    if (!Files.exists(folder)) {
      LOG.info("fetching MySQL into {}, once", folder);
    }
    try {
      List<String> command =
          List.of("bash", "-c", Resource.text("mysql-fetch.sh"), "mysql-fetch", folder.toString());
      ProcessBuilder builder = Command.builder(command, Path.of("/"));
      builder.environment().putAll(environment);
      Command.run(builder, output, BOUND);
    } catch (LocalClusterException | IOException e) {
      String advice =
          ADVICE.formatted(folder, Cache.VARIABLE, MysqlProgram.VARIABLE, MysqlProgram.VARIABLE);
      throw new LocalClusterException("MySQL could not be fetched: " + e.getMessage() + advice, e);
    }
  }
}
