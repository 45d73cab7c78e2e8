/**
 * The generator of the forwarding classes. Its rules are in {@link
 * io.swiveljdbc.codegen.GenerateForwarding} in words and in {@code Rule} in code.
 */
package io.swiveljdbc.codegen;
