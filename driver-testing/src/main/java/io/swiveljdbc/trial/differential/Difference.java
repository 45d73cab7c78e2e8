package io.swiveljdbc.trial.differential;

/**
 * What Swivel may answer in another way than the driver alone, by design.
 *
 * @param programs how the names of the programs begin in which it may
 * @param target a regular expression for a line of the driver alone
 * @param swivel one for Swivel's in its place
 */
public record Difference(String programs, String target, String swivel) {

  /** In these programs the call may have any other result. */
  public static Difference ofCall(String programs, String call) {
    return new Difference(programs, call + " [=!] (?s:.*)", call + " [=!] (?s:.*)");
  }

  /** What both refuse: the driver says this, and Swivel says it in its own words. */
  public static Difference inWords(String target, String swivel) {
    return new Difference("", ".* ! .*" + target + ".*", ".* ! .*" + swivel + ".*");
  }

  boolean covers(Program program, String targetLine, String swivelLine) {
    return program.name().startsWith(programs)
        && targetLine.matches(target)
        && swivelLine.matches(swivel);
  }
}
