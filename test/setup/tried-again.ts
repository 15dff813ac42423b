// Servers, their PostgreSQL and browsers beside each other on two cores: what fails once is told, and tried once more.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
