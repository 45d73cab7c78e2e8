package io.swiveljdbc.behaviour.bank;

/**
 * Money on its way from the account with the lower number to the one with the higher; a negative
 * amount goes the other way. So two transfers never wait for each other in a circle.
 *
 * @param id given to one attempt alone, never used again
 */
record Transfer(long id, int low, int high, long amount) {}
