/** A constraint, a policy or a type said no. As in SQL nothing more can be done in that transaction, whoever catches it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
