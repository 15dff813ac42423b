/** Requests on their way at once. */
const SIDE_BY_SIDE = 64;

/** Sends steps in their order, many side by side; the first failure ends it. */
export async function play<S>(
  steps: readonly S[],
  sendStep: (step: S) => Promise<number>,
  onTaken: (messages: number) => void,
): Promise<void> {
  const queue = steps.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const step of queue) {
      if (failed) return;
      try {
        onTaken(await sendStep(step));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}
