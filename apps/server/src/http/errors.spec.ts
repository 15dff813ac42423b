import { EDGE_ERRORS, errorRegistry, ofRejections } from './errors.js';

describe('the error registry', () => {
  it('takes refusals of features with the status of their kind', () => {
    const registry = errorRegistry(EDGE_ERRORS, ofRejections({ ROOM_TAKEN: { kind: 'conflict', says: 'The room is taken.' } }));
    expect(registry.get('ROOM_TAKEN')).toEqual({ status: 409, title: 'The room is taken.' });
    expect(registry.size).toBe(Object.keys(EDGE_ERRORS).length + 1);
  });

  it('takes a code twice where it means the same, and never with two meanings', () => {
    const { OUTAGE } = EDGE_ERRORS;
    expect(errorRegistry(EDGE_ERRORS, { OUTAGE }).get('OUTAGE')).toEqual(OUTAGE);
    expect(() => errorRegistry(EDGE_ERRORS, { OUTAGE: { ...OUTAGE, status: 500 } })).toThrow('OUTAGE has two meanings');
    expect(() => errorRegistry(EDGE_ERRORS, { OUTAGE: { ...OUTAGE, title: 'Other.' } })).toThrow('OUTAGE has two meanings');
  });
});
