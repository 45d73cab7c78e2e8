package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks the kernel for the state of a process. {@link ProcessHandle#isAlive} does not suffice: where
 * process 1 reaps no orphans, as in many containers, the children of a killed server stay zombies.
 * {@link ProcessHandle#onExit} notices the end of another's child a second late.
 */
final class ProcessState {
  private static final char UNKNOWN = '?';

  private ProcessState() {}

  static boolean hasEnded(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    char state = letter(process);
    return state == 'Z' || state == 'X';
  }

  /** Whether it is stopped by a signal, which takes effect a moment after it is sent, or gone. */
  static boolean standsStill(ProcessHandle process) {
    char state = letter(process);
    return state == 'T' || state == UNKNOWN || hasEnded(process);
  }

  /** The third field of /proc/pid/stat. */
  private static char letter(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException goneOrNotLinux) {
      return UNKNOWN;
    }
  }
}
