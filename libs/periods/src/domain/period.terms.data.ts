/** A proposal that nobody approved by then has to be made again. */
export const PROPOSAL_LASTS_DAYS = 7;

/** How many others have to approve: closing and reopening take effect with the first approval. */
export const APPROVALS_NEEDED = 1;
