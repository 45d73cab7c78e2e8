package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one-letter state of a process, as the kernel tells it. */
final class ProcessStates {
  private ProcessStates() {}

  static String of(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    } catch (IOException gone) {
      return "gone";
    }
  }
}
