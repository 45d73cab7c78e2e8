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
  private ProcessState() {}

  static boolean hasEnded(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    char state = letter(process);
    return state == 'Z' || state == 'X';
  }

  static boolean isStopped(ProcessHandle process) {
    return letter(process) == 'T';
  }

  /** The third field of /proc/pid/stat; a question mark where there is none. */
  private static char letter(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException goneOrNotLinux) {
      return '?';
    }
  }
}
