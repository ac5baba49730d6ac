/**
 * The proof of the promise: many clients follow links and remember what they were told, something
 * is killed, frozen or cut meanwhile, and afterwards the clicks in the database are compared with
 * what the clients remember.
 *
 * <p>{@code FaultRoundsTest} runs a short round of each kind with the build, {@code FaultRounds} is
 * behind {@code load/faults} and runs long ones. It uses {@code io.shortener.testing} and of the
 * product nothing but its answers; outside the build it runs on the product's own jar, so it uses
 * no library that is for tests alone.
 */
@NullMarked
package io.shortener.faults;

import org.jspecify.annotations.NullMarked;
