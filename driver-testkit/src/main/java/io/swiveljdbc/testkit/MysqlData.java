package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What MySQL keeps in a server's files: its data and, outside of the folder for these, its option
 * file.
 */
record MysqlData(DataDirectory directory, DataDirectory options, String optionFile) {
  /** What was set with SET PERSIST: above all, whether the server takes writes. */
  private static final String PERSISTED = "mysqld-auto.cnf";

  private static final String IDENTITY = "auto.cnf";

  Path path() {
    return directory.path();
  }

  Path optionPath() {
    return options.path().resolve(optionFile);
  }

  void configure(Map<String, String> settings) {
    String lines =
        settings.entrySet().stream()
            .map(setting -> line(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining());
    options.write(optionFile, "[mysqld]\n" + lines);
  }

  /** Sets a parameter; the last setting of a name counts. */
  void set(String name, String value) {
    options.append(optionFile, line(name, value));
  }

  private static String line(String name, String value) {
    return name + "=\"" + value.replace("\\", "\\\\") + "\"\n";
  }

  /** Begins anew with the data of a server that was never started. */
  void reset(MysqlData prepared) {
    directory.copyFrom(prepared.directory, Set.of(IDENTITY));
  }

  boolean isPrepared() {
    return directory.has("ibdata1");
  }

  /** From its next start on, the server takes no writes until it is told to. */
  void forgetRole() {
    directory.delete(PERSISTED);
  }

  /** A killed server's lock would keep the next from starting, should its pid be in use again. */
  void forgetProcess() {
    directory.delete("mysqld.sock");
    directory.delete("mysqld.sock.lock");
  }
}
