/** A sum that keeps what plain addition rounds away (Neumaier), as Prometheus adds up. */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const total = this.#sum + value;
    if (!Number.isFinite(total)) this.#lost = 0;
    else if (Math.abs(this.#sum) >= Math.abs(value)) this.#lost += this.#sum - total + value;
    else this.#lost += value - total + this.#sum;
    this.#sum = total;
  }

  get value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}
