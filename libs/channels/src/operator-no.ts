/** A number of a till's operator (操作员号). What has spaces or other scripts is a person's name, and not kept in the books. */
export const OPERATOR_NO = /^[\x21-\x7e]{1,20}$/;
