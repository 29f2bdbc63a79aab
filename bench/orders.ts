/** The worker's end: answers each order. What goes wrong ends the worker, and with it the bench. */
export function answerOrders(answer: (order: never) => Promise<object>): void {
  process.on('message', (order) => {
    // Unhandled on purpose: node then prints the error and ends. Who sends orders knows what the worker takes.
    void answer(order as never).then((one) => process.send?.(one));
  });
  process.on('disconnect', () => process.exit());
}
