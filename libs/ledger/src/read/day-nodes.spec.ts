import fc from 'fast-check';
import { plusDays, type BusinessDate } from '#kernel';
import { nodesBetween, nodesOf } from './day-nodes.js';

const day = fc
  .tuple(fc.constantFrom('0000-01-01', '1969-12-20', '2026-09-21', '9990-01-01'), fc.integer({ min: 0, max: 900 }))
  .map(([from, days]) => plusDays(from as BusinessDate, days));

describe('nodes of days', () => {
  it('hold each day of a span once, and no other', () => {
    fc.assert(
      fc.property(day, fc.option(day, { nil: undefined }), fc.option(day, { nil: undefined }), (one, after, through) => {
        const { levels, nodes } = nodesBetween({ after, through });
        const own = new Set(nodesOf(one).map(({ level, node }) => `${String(level)} ${String(node)}`));
        const holding = levels.filter((level, index) => own.has(`${String(level)} ${String(nodes[index])}`));
        const isWithin = (after === undefined || one > after) && (through === undefined || one <= through);
        expect(holding.length).toBe(isWithin ? 1 : 0);
      }),
    );
  });

  it('are few, however long the span', () => {
    fc.assert(
      fc.property(day, day, (after, through) => {
        expect(nodesBetween({ through }).nodes.length).toBeLessThanOrEqual(80);
        expect(nodesBetween({ after, through }).nodes.length).toBeLessThanOrEqual(155);
      }),
    );
  });
});
